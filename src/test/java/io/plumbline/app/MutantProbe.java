package io.plumbline.app;

import io.plumbline.monitor.FinalRecords;
import java.util.concurrent.Callable;

/** Says whether the property of {@link FinalRecordsIT} fails, on a few small histories; runs inside a mutant. */
public final class MutantProbe implements Callable<Boolean> {

    @Override
    public Boolean call() {
        FinalRecords harness = new FinalRecords(Controls.library());
        for (long seed = 1; seed <= 4; seed++) {
            if (!harness.of(seed, 120, 6).violations().isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
