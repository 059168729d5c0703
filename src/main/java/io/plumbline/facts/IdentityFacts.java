package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Merges;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassInvoked;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.ElevationDenied;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is known of an identity, or of an account that belongs to none: employment, accounts, access, credentials, sessions,
 * owners.
 *
 * <p>Every list is in order of event time and holds the whole history the subject holds, not only what is current.
 *
 * @param created the identity's own record, where one is known
 * @param departures ends of employment, oldest first
 * @param returns the comings back, oldest first
 * @param statuses employment statuses as stated, oldest effect first; of two for the same instant the one stated later
 * @param grants entitlements held, closed ones included
 * @param approvals approvals of access, whatever became of them
 * @param refusals rejections and withdrawals of requests
 * @param changes change records that elevations name as their ticket, by change id
 * @param credentials every issue of a credential to it
 * @param activity business steps performed
 * @param ownerships who answers for it, where it is a machine identity, oldest first
 * @param attestations confirmations by its owners, oldest first
 * @param owners the identities named in its ownerships, and those named in the ownerships of these, by id
 * @param machines machine identities it owns or owned, by id
 * @param secrets its credentials, each over its whole history
 * @param knownSecrets credentials of others that it issued, took out of a vault, or once had itself
 * @param merges statements that its record and another are one person's
 * @param profiles what else is on record of it, oldest first; each replaces the one before
 * @param positions positions taken, oldest effect first
 * @param mandates within which it may act, as granted and revoked, where it is a machine identity
 * @param requests requests for access
 * @param elevationUses when elevations were taken up and given back
 * @param attributions who used its accounts, where they are shared
 * @param breakglassReviews reviews of its use of break-glass access
 * @param predictions what was said would deviate before access was given
 * @param sponsored machine identities it answers for by mandate or record, or once did, by id
 * @param others everyone else of whom it was told who they are, by id: subordinates, reviewers, users of its shared accounts,
 *     machine identities
 * @param sponsors what is known of the persons its mandates name as sponsors, by id
 * @param actedFor steps that others, by identity, performed on its behalf
 * @param reviewItems items of access reviews about its access, by review and item
 * @param observations what reconciliations found it to hold, whether on record or not
 * @param authored the first deployment of each month, to each environment of each system, of what it or somebody by another name
 *     wrote
 */
public record IdentityFacts(
        Subject subject,
        Optional<IdentityEvent.Created> created,
        List<Departure> departures,
        List<IdentityEvent.Rehired> returns,
        List<IdentityEvent.Updated> statuses,
        List<Account> accounts,
        List<Grant> grants,
        List<AccessEvent.Approved> approvals,
        List<AccessEvent> refusals,
        List<Credential> credentials,
        List<Session> sessions,
        List<ElevationApproved> elevations,
        List<ElevationDenied> denials,
        List<BreakglassInvoked> breakglass,
        SortedMap<String, ChangeRecord> changes,
        List<StepPerformed> activity,
        List<ChangeEvent.ImplementationEvent> implementations,
        List<Ownership> ownerships,
        List<IdentityEvent.OwnerAttested> attestations,
        SortedMap<String, Owner> owners,
        SortedMap<String, Machine> machines,
        List<Secret> secrets,
        List<KnownSecret> knownSecrets,
        List<IdentityEvent.Merged> merges,
        List<IdentityEvent.Profiled> profiles,
        List<IdentityEvent.PositionChanged> positions,
        List<IdentityEvent> mandates,
        List<AccessEvent.Requested> requests,
        List<PrivilegedAccessEvent> elevationUses,
        List<PrivilegedAccessEvent.AttributionRecorded> attributions,
        List<PrivilegedAccessEvent.BreakglassReviewed> breakglassReviews,
        List<AccessEvent.Predicted> predictions,
        SortedMap<String, Machine> sponsored,
        SortedMap<String, Person> others,
        SortedMap<String, Employment> sponsors,
        List<StepPerformed> actedFor,
        List<ReviewItem> reviewItems,
        List<AccessEvent.Observed> observations,
        List<IdentityEvent.Authored> authored)
        implements Conduct, Reviewed, ChangeDuties {

    @Override
    public List<Deed> deeds() {
        return Deeds.of(this);
    }

    /** What its employment is known to be. */
    public Employment employment() {
        return new Employment(created, departures, returns, statuses);
    }

    /** Its id, and the ids of records given up for it; of an account none. */
    public SortedSet<String> ids() {
        return subject.kind() == SubjectKind.IDENTITY ? Merges.of(merges).idsOf(subject.id()) : new TreeSet<>();
    }

    /** Whether two identity records are one person's, as far as it is known here. */
    public boolean isSamePerson(String one, String other) {
        return Merges.of(merges).isSame(one, other);
    }

    /** Records that were found to be this person's by name alone: they may be, and nothing clean can be said that rests on it. */
    public SortedSet<String> perhapsSame() {
        return subject.kind() == SubjectKind.IDENTITY ? Merges.of(merges).perhaps(subject.id()) : new TreeSet<>();
    }

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static IdentityFacts of(Subject subject, List<Event> events) {
        return new IdentityFold(subject, events).fold();
    }
}
