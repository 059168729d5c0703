package io.plumbline.facts;

import java.util.List;

/** What somebody did, and when their employment ended. */
public sealed interface Conduct extends Facts permits IdentityFacts, ApproverFacts {

    /** Ends of employment, oldest first. */
    List<Departure> departures();

    /** What they did, oldest first. */
    List<Deed> deeds();
}
