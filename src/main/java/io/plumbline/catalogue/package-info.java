/**
 * What verdicts are measured against: control definitions, and the effective-dated reference data of the company.
 *
 * <p>Start with {@code ControlDefinition}, then {@code Catalogue}. {@link io.plumbline.catalogue.ControlDefinition} is a control as written in its folder.
 * {@link io.plumbline.catalogue.Catalogue} is one immutable version of all reference data: systems and their scope, sources,
 * roles, functions, segregation-of-duties rules, parameters. Everything is looked up as of an instant; roles in roles
 * are unfolded by {@code RoleGraph}, rules are found by {@link io.plumbline.catalogue.SodRules}, both when first asked. A {@link
 * io.plumbline.catalogue.CatalogueChange} is how it changes: whole, written by one person and approved by another; a {@link
 * io.plumbline.catalogue.CataloguePlan} says beforehand what entries would change.
 *
 * <p>Inside a catalogue {@code EntryKey} tells entries apart and {@code Timelines} says when each version of one is in force;
 * {@code StandingDecisions} are exemptions, performances and delegations, which never reach back; {@code Roles} sorts out
 * versions nobody can rely on, {@link io.plumbline.catalogue.RoleTimes} is what a role gives and when. {@link
 * io.plumbline.catalogue.CatalogueDifference} says whose answers a new version can change. What no entry may say stands in
 * {@link io.plumbline.catalogue.EntryLimits}.
 *
 * <p>Core: imports {@code event}, {@code facts} (for {@code Interval}) and the JDK.
 */
package io.plumbline.catalogue;
