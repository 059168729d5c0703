package io.plumbline.kafka;

import io.plumbline.event.Routing;
import java.time.Duration;

/**
 * How the timekeeper keeps time.
 *
 * @param partitions partitions of the subject log, each of which acknowledges every tick
 * @param rounds full rounds of acknowledgements until what was delivered is settled; the longest chain of relations
 * @param interval least time between ticks
 * @param idle time after which a tick is emitted although nothing changed, as a sign of life
 * @param patience how long a heartbeat waits for its pins before ingest counts as behind
 * @param history facts older than this on arrival count as history
 * @param quiet how long after the last history came in judging on arrival begins again
 */
public record TimekeeperSettings(
        int partitions,
        int rounds,
        Duration interval,
        Duration idle,
        Duration patience,
        Duration history,
        Duration quiet) {

    public TimekeeperSettings {
        if (partitions < 1 || rounds < 0) {
            throw new IllegalArgumentException(
                    "the timekeeper needs at least one partition and no negative rounds, were " + partitions + " and "
                            + rounds);
        }
    }

    public static TimekeeperSettings of(int partitions) {
        return new TimekeeperSettings(
                partitions,
                Routing.MAX_HOPS,
                Duration.ofMillis(250),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofMinutes(15),
                Duration.ofSeconds(10));
    }

    public TimekeeperSettings withRounds(int number) {
        return new TimekeeperSettings(partitions, number, interval, idle, patience, history, quiet);
    }

    public TimekeeperSettings withInterval(Duration least) {
        return new TimekeeperSettings(partitions, rounds, least, idle, patience, history, quiet);
    }

    /** When a backlog begins and ends. */
    public TimekeeperSettings withCatchUp(Duration patienceOfHeartbeats, Duration ageOfHistory, Duration quietAfter) {
        return new TimekeeperSettings(
                partitions, rounds, interval, idle, patienceOfHeartbeats, ageOfHistory, quietAfter);
    }
}
