package io.plumbline.facts;

/** What access reviews are about: who has access, and the system it is had in. */
public sealed interface Reviewed extends Facts permits IdentityFacts, SystemFacts {}
