package io.plumbline.event;

import java.util.Optional;

/** Steps of business transactions as the application logged them; inbound topic {@code business-activity}. */
public sealed interface BusinessActivityEvent extends Event {

    /**
     * A step was carried out on a business object.
     *
     * @param entitlement the permission that was used
     * @param objectType kind of business object, for example {@code vendor}
     */
    record StepPerformed(
            Header header,
            Principal performer,
            String systemId,
            String entitlement,
            Optional<String> objectType,
            Optional<String> objectId)
            implements BusinessActivityEvent {}
}
