package io.plumbline.facts;

/** What has to be there so that monitoring sees anything: sources, the systems they carry, what entitlements are known to mean. */
public sealed interface Monitored extends Facts permits SourceFacts, SystemFacts, RoleFacts {}
