/**
 * YAML files into core records: control folders, scenarios, framework lists and the reference data of a company.
 *
 * <p>Every reader names all that is wrong with its files at once, each with file, line, field and remedy. Start with
 * {@link io.plumbline.yaml.ControlDefinitions} for what the product ships and {@link io.plumbline.yaml.ReferenceFile} for what
 * a company brings. Dates stay text until a field wants one; keys that stand twice and YAML aliases are errors.
 *
 * <p>Shell: imports the core, {@code json} for the object form of records, and Jackson's YAML parser.
 */
package io.plumbline.yaml;
