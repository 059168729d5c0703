package io.plumbline.control.sod;

import io.plumbline.control.Cover;
import io.plumbline.control.Coverage;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an auditor asks about an exemption: who decided it, which control it rests on, and when and by whom that was performed. */
final class ExemptionDetails {

    /** Performances named at most, the newest. */
    private static final int MOST = 24;

    private ExemptionDetails() {}

    /** Which exemption it is, in words. */
    static String words(ExemptionGranted exemption) {
        return exemption.exemptionKind() + " " + exemption.exemptionId() + ", decided by " + exemption.riskOwner()
                + " at " + exemption.header().occurredAt() + ", is valid from " + exemption.effectiveFrom() + " to "
                + exemption.validTo();
    }

    static Map<String, String> of(ExemptionGranted exemption, List<Cover> covers) {
        Map<String, String> details = new TreeMap<>();
        details.put(Coverage.EXEMPTION, exemption.exemptionId());
        details.put("exemption_approver", exemption.riskOwner());
        exemption.mitigationRef().ifPresent(reference -> details.put("mitigation_control_id", reference));
        exemption.frequency().ifPresent(frequency -> details.put("frequency", frequency.toString()));
        List<MitigationPerformed> performed = performed(covers);
        if (!performed.isEmpty()) {
            details.put("performed_at_list", inOrder(performed, each -> each.effectiveFrom()
                    .toString()));
            details.put("performer", inOrder(performed, MitigationPerformed::performerId));
            details.put("coverage_ratio", inOrder(performed, each -> each.coverageRatio()
                    .map(ratio -> ratio.toPlainString())
                    .orElse("not stated")));
        }
        return details;
    }

    /** The exemption and the performances of its mitigating control. */
    static List<Event> evidence(ExemptionGranted exemption, List<Cover> covers) {
        List<Event> events = new ArrayList<>();
        events.add(exemption);
        events.addAll(performed(covers));
        return events;
    }

    private static List<MitigationPerformed> performed(List<Cover> covers) {
        List<MitigationPerformed> all = covers.stream()
                .flatMap(cover -> cover.performances().stream())
                .distinct()
                .toList();
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }

    /** One for each performance, so that the lists can be read side by side. */
    private static String inOrder(List<MitigationPerformed> performed, Function<MitigationPerformed, String> field) {
        return performed.stream().map(field).collect(Collectors.joining(", "));
    }
}
