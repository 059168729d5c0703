package io.plumbline.sources.cloudtrail;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccountRef;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.Intake;
import io.plumbline.sources.RawRecord;
import io.plumbline.sources.RecordReader;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.SourceFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads CloudTrail delivery files: who got access to an AWS account, by which credentials, and who assumed which role.
 *
 * <p>The system of an event is {@code aws/<recipientAccountId>}: the account whose trail recorded the call. (In the demo set the
 * file names carry another number than the records, because only the records were pseudonymised; names are never read.)
 * Event ids are the record's {@code eventID}; a second event of the same record adds a suffix: {@code #expiry}, {@code
 * #action}, {@code #seen}.
 *
 * <p>A call that failed changes nothing. An account that a call names although nothing in the delivery created it before existed
 * already: it is stated once per delivery, as baseline, at its first sight there; of an account that an earlier delivery created,
 * this adds nothing that was not known. IAM users are linked to no person; reference data or
 * an {@code account.linked} event does that.
 *
 * <p>Records carry neither the time CloudTrail wrote them nor an offset other than UTC, so {@code recordedAt} is the time of
 * the call. No token or secret of a record ever enters an event; keys are named by their public id.
 */
public final class CloudTrailAdapter implements SourceAdapter {

    private final String sourceId;

    /** For a trail that is the only one: its source id is {@code cloudtrail}. */
    public CloudTrailAdapter() {
        this("cloudtrail");
    }

    /** For one trail among several, each of which answers for its own completeness. */
    public CloudTrailAdapter(String sourceId) {
        this.sourceId = sourceId;
    }

    @Override
    public String id() {
        return "cloudtrail";
    }

    @Override
    public Delivery read(List<SourceFile> files) {
        Intake<ReadCall> intake = Intake.read(sourceId, files, new CallReader());
        List<ReadCall> calls =
                intake.readings().stream().map(Intake.Reading::content).toList();
        List<Event> facts = new ArrayList<>();
        calls.forEach(call -> facts.addAll(call.events()));
        facts.addAll(existedBefore(calls));
        return intake.deliver(facts, List.of());
    }

    /** What one call says. */
    private record ReadCall(Call call, List<Event> events) {}

    private final class CallReader implements RecordReader<ReadCall> {
        @Override
        public Instant occurredAt(RawRecord raw) throws BadRecordException {
            return Call.occurredAt(raw);
        }

        @Override
        public Understood<ReadCall> read(RawRecord raw) throws BadRecordException {
            Call call = Call.of(sourceId, raw);
            CallMapping.Mapped mapped = CallMapping.map(call);
            return new Understood<>(mapped.disposition(), new ReadCall(call, mapped.events()));
        }
    }

    /** Accounts that were there before anything in the delivery created them. */
    private List<Event> existedBefore(List<ReadCall> calls) {
        Map<AccountRef, Instant> created = new HashMap<>();
        Map<AccountRef, Call> firstSight = new HashMap<>();
        for (ReadCall read : calls) {
            for (Event event : read.events()) {
                if (event instanceof IdentityEvent.AccountCreated creation) {
                    created.merge(creation.account(), read.call().at(), (a, b) -> a.isBefore(b) ? a : b);
                } else {
                    concerned(event).ifPresent(account -> see(account, read.call(), firstSight));
                }
            }
            read.call().provenCaller().ifPresent(account -> see(account, read.call(), firstSight));
        }
        List<Event> existed = new ArrayList<>();
        firstSight.forEach((account, call) -> {
            Instant creation = created.get(account);
            if (creation == null || call.at().isBefore(creation)) {
                Header header = Header.of(sourceId, call.eventId() + "#seen/" + account.accountId(), call.at())
                        .asBaseline();
                boolean privileged = account.accountId().equals(Call.ROOT);
                existed.add(new IdentityEvent.AccountCreated(
                        header, account, Optional.empty(), privileged, Optional.empty(), Optional.empty()));
            }
        });
        return existed;
    }

    private static void see(AccountRef account, Call call, Map<AccountRef, Call> firstSight) {
        firstSight.merge(account, call, (a, b) -> Call.BY_TIME.compare(a, b) <= 0 ? a : b);
    }

    private static Optional<AccountRef> concerned(Event event) {
        if (event instanceof IdentityEvent.AccountDeleted deleted) {
            return Optional.of(deleted.account());
        } else if (event instanceof AccessEvent access) {
            return access.holder().account();
        } else if (event instanceof CredentialEvent.Issued issued) {
            return issued.owner().account();
        } else if (event instanceof CredentialEvent.Revoked revoked) {
            return revoked.owner().flatMap(Principal::account);
        }
        return Optional.empty();
    }
}
