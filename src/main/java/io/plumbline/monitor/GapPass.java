package io.plumbline.monitor;

import java.time.Instant;
import java.util.Optional;

/**
 * A pass over the subjects parked under a source whose gaps changed, in order of instant and subject key.
 *
 * <p>One pass is finished before the next begins, however often gaps change meanwhile: so every subject gets its turn.
 *
 * @param at instant of the last subject judged; where the pass begins, before the first
 * @param afterSubject key of the last subject judged; empty before the first
 * @param again where to begin anew after this pass, because gaps changed at or before {@code at} while it went on
 */
public record GapPass(Instant at, String afterSubject, Optional<Instant> again) {

    static GapPass from(Instant change) {
        return new GapPass(change, "", Optional.empty());
    }

    /** The pass when gaps changed once more: what it has not come to yet it will judge by the new ones anyway. */
    GapPass changed(Instant change) {
        if (afterSubject.isEmpty()) {
            return new GapPass(change.isBefore(at) ? change : at, afterSubject, again);
        } else if (change.isAfter(at)) {
            return this;
        }
        return new GapPass(at, afterSubject, again.filter(change::isAfter).or(() -> Optional.of(change)));
    }

    GapPass to(MonitorStore.Parked last) {
        return new GapPass(last.at(), last.subject().key(), again);
    }

    /** What comes after the pass; empty where nothing changed meanwhile. */
    Optional<GapPass> next() {
        return again.map(GapPass::from);
    }
}
