package io.plumbline.control.change;

import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.Event;
import io.plumbline.facts.Actor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What automated agents wrote and other agents alone reviewed, approved or let pass; no person did.
 *
 * @param authors the agents among its authors, as persons are named
 * @param others the agents that decided about it and wrote none of it; none where a person who did not write it decided too
 */
record AgentDuties(Implementation deployment, Set<String> authors, Set<String> others) {

    static AgentDuties of(Implementation deployment) {
        Set<String> agents = new TreeSet<>();
        deployment.facts().actors().values().stream()
                .filter(actor -> actor.type().isAgent())
                .forEach(actor -> agents.add(deployment.person(actor.identityId())));
        Set<String> authors = new TreeSet<>(deployment.authors());
        Set<String> others = deciding(deployment);
        others.removeAll(authors);
        authors.retainAll(agents);
        boolean alone = !authors.isEmpty() && agents.containsAll(others);
        return new AgentDuties(deployment, authors, alone ? others : Set.of());
    }

    /** The persons and agents who reviewed, approved or let pass what was deployed, by then. */
    private static Set<String> deciding(Implementation deployment) {
        Set<String> ids = new TreeSet<>();
        deployment.facts().changes().values().forEach(change -> {
            ChangeCover.standing(change, deployment).stream()
                    .map(Approved::approverId)
                    .forEach(ids::add);
            change.merges().stream()
                    .filter(merge -> !merge.header().occurredAt().isAfter(deployment.at()))
                    .forEach(merge -> ids.addAll(merge.reviewerIds()));
        });
        if (deployment.done() instanceof Deployed deployed) {
            deployed.gateApproverId().ifPresent(ids::add);
        }
        return new TreeSet<>(deployment.persons().persons(ids));
    }

    /** Whether agents alone wrote and decided; certain only once no person's decision can be on its way. */
    boolean found() {
        return !others.isEmpty();
    }

    /** Persons who answer for an author and for another agent that decided. */
    Set<String> commonSponsors() {
        Set<String> common = sponsors(authors);
        common.retainAll(sponsors(others));
        return common;
    }

    private Set<String> sponsors(Collection<String> agents) {
        Set<String> ids = new TreeSet<>();
        actors(agents).forEach(actor -> ids.addAll(actor.sponsorsBy(deployment.at())));
        return new TreeSet<>(deployment.persons().persons(ids));
    }

    private List<Actor> actors(Collection<String> agents) {
        return deployment.facts().actors().values().stream()
                .filter(actor -> agents.contains(deployment.person(actor.identityId())))
                .toList();
    }

    List<String> words() {
        List<String> lines = new ArrayList<>();
        lines.add("It was written by an agent, " + String.join(", ", authors)
                + ", and reviewed, approved or let pass only by agents: " + String.join(", ", others) + ".");
        if (!commonSponsors().isEmpty()) {
            lines.add("The same person answers for both: " + String.join(", ", commonSponsors()) + ".");
        }
        return lines;
    }

    /** What says that they are agents, and who answers for them. */
    List<Event> evidence() {
        List<Event> events = new ArrayList<>();
        actors(authors).forEach(actor -> events.addAll(actor.statements()));
        actors(others).forEach(actor -> events.addAll(actor.statements()));
        return events;
    }
}
