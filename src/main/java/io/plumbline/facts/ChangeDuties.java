package io.plumbline.facts;

/** What duties in changes are separated of: what was carried out, and who writes code and may bring it to production. */
public sealed interface ChangeDuties extends Facts permits ChangeFacts, IdentityFacts {}
