package io.plumbline.control.review;

import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.ReviewItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** REV-02: access that a review decided to take away is gone in time, for good, and its use is looked back at. */
public final class RevocationsExecuted implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "REV-02";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every item that was decided, and of those decided away what became of the access, by whatever way it was had. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        Reach reach = Reach.of(identity, reference.catalogue());
        List<Judgement> judgements = new ArrayList<>();
        for (ReviewItem item : identity.reviewItems()) {
            LastWord.on(item, reference.catalogue())
                    .map(decided -> new Revocation(
                            identity, reach, item, first(decided, item, identity, reach, reference), reference))
                    .ifPresent(revocation -> judgements.addAll(revocation.judged()));
        }
        return judgements;
    }

    /** To decide the same again, while the access is still there, gives no more time. */
    private static ItemDecided first(
            ItemDecided stands, ReviewItem item, IdentityFacts identity, Reach reach, Reference reference) {
        Instant at = stands.header().occurredAt();
        return LastWord.toTakeAway(stands, item, reference.catalogue()).stream()
                .filter(earlier -> {
                    Instant decided = earlier.header().occurredAt();
                    DecidedAccess access = new DecidedAccess(item, decided, identity, reach, reference.catalogue());
                    return access.isHadWhenDecided()
                            && access.goneAt().filter(gone -> !gone.isAfter(at)).isEmpty();
                })
                .findFirst()
                .orElse(stands);
    }
}
