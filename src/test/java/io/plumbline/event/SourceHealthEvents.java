package io.plumbline.event;

import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Made for tests: heartbeats, whose further fields are what they mostly are. */
public final class SourceHealthEvents {

    private SourceHealthEvents() {}

    /** Completeness up to an instant, of a sender that states no positions. */
    public static Heartbeat heartbeat(Header header, String sourceId, Instant completeTo) {
        return heartbeat(header, sourceId, completeTo, List.of());
    }

    /** Completeness up to an instant, with how far the sender had written. */
    public static Heartbeat heartbeat(Header header, String sourceId, Instant completeTo, List<Pin> pins) {
        return new Heartbeat(header, sourceId, completeTo, pins, Optional.empty());
    }

    /** Completeness up to an instant, of a source whose clock is off. */
    public static Heartbeat heartbeat(Header header, String sourceId, Instant completeTo, Duration clockOffset) {
        return new Heartbeat(header, sourceId, completeTo, List.of(), Optional.of(clockOffset));
    }
}
