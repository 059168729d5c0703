package io.plumbline.event;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps of business transactions as the application logged them; inbound topic {@code business-activity}. */
public sealed interface BusinessActivityEvent extends Event {

    /** Subject of a business object of a system, such as the vendor 4711. */
    static Subject object(String systemId, String typeAndId) {
        return new Subject(SubjectKind.OBJECT, systemId + "/" + typeAndId);
    }

    /**
     * A step was carried out on a business object.
     *
     * @param entitlement the permission that was used
     * @param objectType kind of business object, for example {@code vendor}
     * @param functionId the function performed, where the source knows; else found by the entitlement
     * @param parents objects it follows from, each as {@code type:id}, such as {@code invoice:4711} for a payment
     * @param initiatedBy who started the batch, interface or workflow that carried it out
     * @param automatic true where the application posted it by itself, as from a template
     * @param amount in {@code currency}
     * @param currency ISO 4217 code
     * @param postingPeriod accounting period posted to, as {@code 2026-05}
     * @param reversalOf source event id of the step it takes back
     * @param valueBefore digest of the sensitive value changed, before
     * @param valueAfter digest of the sensitive value changed, after
     * @param employeeId personnel number of the person the record is about
     * @param selfService true where it went through an approved self-service function
     * @param scope data scope as {@code dimension=value}
     */
    record StepPerformed(
            Header header,
            Principal performer,
            String systemId,
            String entitlement,
            Optional<String> objectType,
            Optional<String> objectId,
            Optional<String> functionId,
            List<String> parents,
            Optional<Principal> initiatedBy,
            boolean automatic,
            Optional<BigDecimal> amount,
            Optional<String> currency,
            Optional<String> postingPeriod,
            Optional<String> reversalOf,
            Optional<String> valueBefore,
            Optional<String> valueAfter,
            Optional<String> employeeId,
            boolean selfService,
            List<String> scope)
            implements BusinessActivityEvent {
        public StepPerformed {
            parents = Texts.sorted(parents);
            scope = Texts.sorted(scope);
            amount = amount.map(Texts::plain);
        }

        /** The object it was carried out on, where the source names one. */
        public Optional<Subject> object() {
            return objectType.flatMap(
                    type -> objectId.map(id -> BusinessActivityEvent.object(systemId, type + ":" + id)));
        }

        /** The object, where it has one, and those it follows from; itself first. */
        public List<Subject> objects() {
            List<Subject> objects = new ArrayList<>(object().stream().toList());
            parents.forEach(parent -> objects.add(BusinessActivityEvent.object(systemId, parent)));
            return List.copyOf(objects);
        }
    }
}
