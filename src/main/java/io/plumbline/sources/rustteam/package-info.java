/**
 * The Rust project's team repository: who belongs to which team and what the teams may do, as a history of changes.
 *
 * <p>One system, {@code rust-lang/team}; teams are its roles. Start with {@link
 * io.plumbline.sources.rustteam.RustTeamAdapter}, then {@code TeamHistory} for what needs more than one record.
 */
package io.plumbline.sources.rustteam;
