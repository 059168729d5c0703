package io.plumbline.control.nonhuman;

import io.plumbline.control.Control;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Secret;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NHC-02: machine credentials are rotated within their lifetime and after exposure, really and for good. */
public final class CredentialsRotated implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "NHC-02";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every credential, then every value it had, every exposure and every rotation. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        IdentityType holder = HolderType.of(identity);
        return identity.secrets().stream()
                .map(secret -> judged(secret, holder, identity, reference))
                .toList();
    }

    private static Judgement judged(Secret secret, IdentityType holder, IdentityFacts identity, Reference reference) {
        if (secret.type() == CredentialType.WORKLOAD_TOKEN) {
            return verdict(secret, Verdict.NOT_APPLICABLE, "WORKLOAD_TOKEN");
        } else if (secret.type() == CredentialType.PASSWORD && holder == IdentityType.HUMAN) {
            return verdict(secret, Verdict.NOT_APPLICABLE, "HUMAN_PASSWORD");
        } else if (secret.type() == CredentialType.PASSWORD && holder == IdentityType.UNKNOWN) {
            return verdict(secret, Verdict.INDETERMINATE, "HOLDER_TYPE_UNKNOWN");
        }
        SecretCase test = new SecretCase(secret, identity, reference);
        List<Judgement> parts = new ArrayList<>();
        for (Secret.Value value : secret.values()) {
            parts.add(test.lifetime(value));
            test.expiry(value).ifPresent(parts::add);
            test.exposure(value).ifPresent(parts::add);
            test.overlap(value).ifPresent(parts::add);
        }
        parts.addAll(test.exposuresOfUnknownValues());
        parts.addAll(test.fakeRotations());
        for (Secret.Value unknown : unknownBeginnings(secret)) {
            if (secret.values().isEmpty()) {
                parts.add(verdict(secret, Verdict.INDETERMINATE, "ISSUE_NOT_ON_RECORD"));
            }
            test.exposure(unknown).ifPresent(parts::add);
        }
        return parts.isEmpty()
                ? verdict(secret, Verdict.NOT_APPLICABLE, "ENDED_BEFORE_RECORD")
                : Judgement.together(parts);
    }

    /** What was live of which no issue and no rotation is on record: of unknown age, but exposed like any other. */
    private static List<Secret.Value> unknownBeginnings(Secret secret) {
        return secret
                .live()
                .minus(Timeline.of(
                        secret.values().stream().map(Secret.Value::inUse).toList()))
                .intervals()
                .stream()
                .map(span -> new Secret.Value(
                        span,
                        Optional.empty(),
                        Optional.empty(),
                        secret.events().get(0)))
                .toList();
    }

    private static Judgement verdict(Secret secret, Verdict verdict, String reason) {
        Instant first = secret.events().get(0).header().occurredAt();
        return Judgement.of(
                secret.credential().key(),
                secret.systemId(),
                first,
                verdict,
                reason,
                secret.events().subList(0, 1));
    }
}
