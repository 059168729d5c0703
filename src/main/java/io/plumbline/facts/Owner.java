package io.plumbline.facts;

import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import java.util.List;

/**
 * An identity named as owner of a machine identity, or as owner of such an owner.
 *
 * @param employment what is known of it; its type only where its own record is known
 * @param ownerships who answers for it, where it is a machine identity itself; known of direct owners only
 */
public record Owner(String identityId, Employment employment, List<Ownership> ownerships) {

    static Owner of(String identityId, List<Event> events) {
        return new Owner(
                identityId, Employment.of(identityId, events), Ownership.of(Subject.identity(identityId), events));
    }
}
