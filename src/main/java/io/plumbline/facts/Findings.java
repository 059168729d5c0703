package io.plumbline.facts;

import io.plumbline.event.Subject;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What controls found of a subject, for controls over how that is dealt with. What such controls find themselves is not among
 * it, nor is what was withdrawn: later facts show that it never was.
 *
 * @param tested what the controls tested
 * @param persons ids of those whom what is found is about, and of machine identities they answer for; they may not dispose of it
 * @param exceptions every exception that stands, ended ones included, in order of id
 * @param incomplete items of which it is asserted that a control operated, with records that lack something required
 */
public record Findings(
        Subject subject, Facts tested, Set<String> persons, List<Finding> exceptions, List<Asserted> incomplete)
        implements Facts {

    public Findings {
        persons = Collections.unmodifiableSet(new TreeSet<>(persons));
        exceptions = List.copyOf(exceptions);
        incomplete = List.copyOf(incomplete);
    }
}
