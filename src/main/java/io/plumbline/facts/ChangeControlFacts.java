package io.plumbline.facts;

/** What is known of changes: of one as it was carried out, or of those of a system in one quarter. */
public sealed interface ChangeControlFacts extends Facts permits ChangeFacts, QuarterFacts {}
