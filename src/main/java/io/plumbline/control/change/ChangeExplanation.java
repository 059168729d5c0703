package io.plumbline.control.change;

import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Why an implementation is not covered, in words, fields and events: everything the facts know in one place. */
final class ChangeExplanation {

    private ChangeExplanation() {}

    /** What was done, what each change record says of it, and what else is known of the one who did it. */
    static List<String> lines(List<ChangeCover> covers, Implementation implementation) {
        List<String> lines = new ArrayList<>(List.of(implementation.words()));
        if (covers.isEmpty()) {
            lines.add("It names no change record, and none approves it.");
        }
        covers.forEach(cover -> lines.add(words(cover, implementation)));
        implementation.facts().changes().forEach((changeId, change) -> change.requests().stream()
                .filter(request -> request.changeType() == ChangeType.EMERGENCY
                        && request.header().occurredAt().isAfter(implementation.at()))
                .forEach(request ->
                        lines.add("Change " + changeId + " was classified as an emergency only afterwards, at "
                                + request.header().occurredAt() + ".")));
        implementation
                .facts()
                .session()
                .ifPresent(
                        session -> lines.add("It was done in privileged session " + session.sessionId() + ", opened by "
                                + session.holder() + " at " + session.header().occurredAt() + "."));
        implementation
                .leaver()
                .ifPresent(departure -> lines.add(
                        "The one who did it had left: the employment ended at " + departure.effectiveAt() + "."));
        implementation
                .rolledBackAt()
                .ifPresent(at -> lines.add("It was rolled back, and that verified, at " + at + "."));
        return lines;
    }

    private static String words(ChangeCover cover, Implementation implementation) {
        String change = "Change " + cover.changeId();
        return switch (cover.fit()) {
            case NOT_ON_RECORD -> change + " is not on record, under this or another id.";
            case NOT_APPROVED ->
                change + " was not approved for " + implementation.done().systemId() + ".";
            case ENDED_BEFORE -> change + " had been rejected, taken back or closed before.";
            case DECIDED_AFTER ->
                change + " was approved only afterwards, at "
                        + cover.approvals().get(0).header().occurredAt() + " by "
                        + cover.approvals().get(0).approverId() + ".";
            case OUTSIDE_WINDOW -> change + " was approved for another time: " + windows(cover) + ".";
            case OTHER_CONTENT -> change + " approves other content: " + content(cover, implementation) + ".";
            case COVERS -> change + " covers it.";
        };
    }

    /** The same as fields. */
    static Map<String, String> details(List<ChangeCover> covers, Implementation implementation) {
        Map<String, String> details = new TreeMap<>();
        details.put("linkage", unlinked(covers) ? "UNLINKED" : "LINKED");
        details.put("content", implementation.content());
        details.put("implementer", implementation.done().implementer().toString());
        if (!covers.isEmpty()) {
            details.put("changeIds", String.join(", ", implementation.changeIds()));
        }
        covers.stream().filter(cover -> !cover.approvals().isEmpty()).forEach(cover -> {
            details.merge("approvedWindow", windows(cover), (a, b) -> a + "; " + b);
            details.merge("approvedContent", content(cover, implementation), (a, b) -> a + "; " + b);
        });
        implementation
                .facts()
                .session()
                .ifPresent(session -> details.put("session", session.systemId() + "/" + session.sessionId()));
        implementation
                .leaver()
                .ifPresent(departure ->
                        details.put("leaver", departure.effectiveAt().toString()));
        implementation.rolledBackAt().ifPresent(at -> details.put("rolledBackAt", at.toString()));
        return details;
    }

    /** Nothing is named, or only ids under which no record is found. */
    private static boolean unlinked(List<ChangeCover> covers) {
        return covers.stream().allMatch(cover -> cover.fit() == ChangeCover.Fit.NOT_ON_RECORD);
    }

    private static String windows(ChangeCover cover) {
        return String.join(
                "; ",
                cover.approvals().stream()
                        .map(approval -> approval.windowFrom()
                                        .orElse(approval.header().occurredAt()) + " to "
                                + approval.windowTo().map(Instant::toString).orElse("no end"))
                        .toList());
    }

    private static String content(ChangeCover cover, Implementation implementation) {
        return String.join(
                "; ",
                cover.approvals().stream()
                        .map(approval -> ChangeCover.approvedContent(approval, implementation))
                        .map(content -> content.isEmpty() ? "anything" : String.join(", ", content))
                        .toList());
    }

    /** The events behind it. */
    static List<Event> evidence(Implementation implementation) {
        List<Event> events = new ArrayList<>(implementation.evidence());
        implementation.facts().session().ifPresent(events::add);
        implementation.facts().rolledBack().ifPresent(events::add);
        implementation.leaver().ifPresent(departure -> events.add(departure.stated()));
        return events;
    }
}
