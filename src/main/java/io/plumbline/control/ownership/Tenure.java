package io.plumbline.control.ownership;

import io.plumbline.catalogue.Regime;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A time in which the same holder, or none, answers for something for the same regimes.
 *
 * @param calendarId whose working days count
 * @param severity of nobody answering for it
 * @param version what says so, from its beginning
 */
record Tenure(
        Interval span,
        Optional<String> holder,
        Set<Regime> regimes,
        Optional<String> calendarId,
        Severity severity,
        ReferenceEvent version) {

    /** Somebody, or nobody, is named to answer for something for a time. */
    record Named(Interval span, Optional<String> holder, ReferenceEvent version) {

        Named {
            holder = holder.filter(id -> !id.isBlank());
        }
    }

    /** Who was named while it was asked for. Versions that change nothing about it are one tenure. */
    static List<Tenure> of(List<Named> named, List<Claim> claims, Function<Set<Regime>, Severity> severity) {
        List<Tenure> tenures = new ArrayList<>();
        for (Named one : named) {
            for (Claim claim : claims) {
                one.span()
                        .intersect(claim.span())
                        .ifPresent(span -> join(
                                tenures,
                                new Tenure(
                                        span,
                                        one.holder(),
                                        claim.regimes(),
                                        claim.calendarId(),
                                        severity.apply(claim.regimes()),
                                        one.version())));
            }
        }
        return tenures;
    }

    private static void join(List<Tenure> tenures, Tenure next) {
        int last = tenures.size() - 1;
        if (last >= 0 && tenures.get(last).goesOnIn(next)) {
            Tenure before = tenures.get(last);
            tenures.set(
                    last,
                    new Tenure(
                            new Interval(before.span.from(), next.span.until()),
                            before.holder,
                            before.regimes,
                            before.calendarId,
                            before.severity,
                            before.version));
        } else {
            tenures.add(next);
        }
    }

    private boolean goesOnIn(Tenure next) {
        return holder.equals(next.holder)
                && regimes.equals(next.regimes)
                && span.until().equals(Optional.of(next.span.from()));
    }
}
