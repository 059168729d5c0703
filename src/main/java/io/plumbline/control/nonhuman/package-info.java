/**
 * Machine identities and machine credentials: controls over who answers for them and how long their secrets live.
 *
 * <ul>
 *   <li>NHC-01 {@link io.plumbline.control.nonhuman.MachinesOwned}: {@code Accountability} says who answered for a machine and
 *       when, {@code OwnershipCase} is the test.
 *   <li>NHC-02 {@link io.plumbline.control.nonhuman.CredentialsRotated}: {@code SecretCase} is the test of one credential.
 *   <li>NHC-03 {@link io.plumbline.control.nonhuman.MachinesRetired}: {@code PurposeEnd} is why something is needed no more,
 *       {@code PurposeCase} whether it went, {@code LiveAccess} what there was to go; {@code UseCase} is the test of a machine
 *       that nobody uses.
 *   <li>NHC-04 {@link io.plumbline.control.nonhuman.MachinesUsedByMachines}: {@code HumanUse} and the {@code Places} it may come
 *       from.
 *   <li>NHC-05 {@link io.plumbline.control.nonhuman.CredentialsSeparate}: {@code ReuseCase}, with {@code Sharing} and {@code
 *       Environments}.
 *   <li>NHC-06 {@link io.plumbline.control.nonhuman.ActsMandated}: {@code AgentAct} is what was done, {@code MandateCase} and
 *       {@code MandateFit} hold it against the {@code Mandates}; {@code BorrowedCase} is the test of what was done for a
 *       person, {@code ScopeCase} that of what an integration holds.
 * </ul>
 *
 * <p>{@code Holder} and {@code Reach} say what a machine is on record as and where it can act.
 *
 * <p>Core: imports {@code control}, {@code facts}, {@code catalogue}, {@code event} and the JDK; no other family. Start with
 * {@link io.plumbline.control.nonhuman.CredentialsRotated}.
 */
package io.plumbline.control.nonhuman;
