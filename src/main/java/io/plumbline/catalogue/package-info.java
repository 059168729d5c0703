/**
 * What verdicts are measured against: control definitions, and the effective-dated reference data of the company.
 *
 * <p>{@link io.plumbline.catalogue.ControlDefinition} is a control as written in its folder.
 * {@link io.plumbline.catalogue.Catalogue} is one immutable version of all reference data: systems and their scope, sources,
 * roles, functions, segregation-of-duties rules, parameters. Everything is looked up as of an instant; roles in roles
 * are unfolded by {@code RoleGraph}, rules are found by {@link io.plumbline.catalogue.SodRules}, both when first asked. A {@link
 * io.plumbline.catalogue.CatalogueChange} is how it changes: whole, written by one person and approved by another; a {@link
 * io.plumbline.catalogue.CataloguePlan} says beforehand what entries would change.
 *
 * <p>Core: imports {@code event}, {@code facts} (for {@code Interval}) and the JDK.
 */
package io.plumbline.catalogue;
