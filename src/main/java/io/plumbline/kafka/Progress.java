package io.plumbline.kafka;

import io.plumbline.event.Event;
import io.plumbline.event.SourceHealthEvent.Pin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What ingest and the monitor partitions tell the timekeeper: one record of the progress topic. */
public sealed interface Progress {

    /**
     * An ingest task has taken in these partitions this far, and everything it made of them is written.
     *
     * @param positions offset after the last record taken in, by inbound partition
     * @param oldest when the oldest fact happened of those taken in since its last report; empty where there were none
     */
    record Reached(List<Pin> positions, Optional<Instant> oldest) implements Progress {
        public Reached {
            positions = List.copyOf(positions);
        }
    }

    /**
     * A source said something about itself, or reference data came in.
     *
     * @param place where it came in; empty where that is not known
     */
    record Stated(Event event, Optional<Place> place) implements Progress {

        public Stated(Event event) {
            this(event, Optional.empty());
        }
    }

    /**
     * Where and when a record was taken in.
     *
     * @param topic full name of the inbound topic
     * @param receivedAt by the clock of ingest, to the millisecond
     */
    record Place(String topic, int partition, long offset, Instant receivedAt) {}

    /**
     * A monitor partition has processed a tick, and everything it passed on before is written.
     *
     * @param unfinished whether the partition needs further ticks to finish what it has begun
     */
    record Acknowledged(int partition, long tick, boolean unfinished) implements Progress {}
}
