package io.plumbline.control.change;

import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.ChangeEvent.Merged;
import io.plumbline.event.ChangeEvent.Protection;
import io.plumbline.facts.ChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the merges of a deployment's changes prove by themselves: reviews by nobody else, reviews older than the newest commit, and
 * branches that nothing guarded. Merges after the deployment belong to a later one.
 */
record MergeDuties(Implementation deployment) {

    /** Authors who were the only reviewers of what they wrote; of one commit all statements count together. */
    Set<String> soleReviewers() {
        Set<String> found = new TreeSet<>();
        for (Merged merge : merges()) {
            List<Merged> same = merges().stream()
                    .filter(other -> other.repository().equals(merge.repository())
                            && other.commit().equals(merge.commit()))
                    .toList();
            Set<String> reviewers = persons(same, Merged::reviewerIds);
            if (persons(same, Merged::authorIds).containsAll(reviewers)) {
                found.addAll(reviewers);
            }
        }
        return found;
    }

    /** Merges of commits that are newer than the last review. */
    List<Merged> stale() {
        return merges(merge -> merge.reviewedAt()
                .flatMap(reviewed -> merge.lastCommitAt().filter(reviewed::isBefore))
                .isPresent());
    }

    /** What was not guarded, in words: branches merged into, and the environment deployed to. */
    List<String> unprotected() {
        List<String> found = new ArrayList<>();
        merges(merge -> merge.protection() == Protection.OFF)
                .forEach(merge -> found.add("The branch that " + merge.commit()
                        + " was merged into was not protected at that time, in " + merge.repository() + "."));
        if (deployment.done() instanceof Deployed deployed && deployed.protection() == Protection.OFF) {
            found.add("The environment " + deployed.environment() + " was not protected at the time.");
        }
        return found;
    }

    private List<Merged> merges(Predicate<Merged> which) {
        return merges().stream().filter(which).toList();
    }

    private List<Merged> merges() {
        return deployment.facts().changes().values().stream()
                .map(ChangeRecord::merges)
                .flatMap(List::stream)
                .filter(merge -> !merge.header().occurredAt().isAfter(deployment.at()))
                .toList();
    }

    private Set<String> persons(List<Merged> merges, Function<Merged, List<String>> which) {
        Set<String> ids = new TreeSet<>();
        merges.forEach(merge -> ids.addAll(which.apply(merge)));
        return deployment.persons().persons(ids);
    }
}
