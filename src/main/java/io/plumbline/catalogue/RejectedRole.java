package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent.RoleDefined;

/**
 * A version of a role that cannot be taken as it stands; what its holders can do is not known while it is in force.
 *
 * @param why what is wrong with it and what to do, in words
 */
public record RejectedRole(RoleDefined definition, String why) {}
