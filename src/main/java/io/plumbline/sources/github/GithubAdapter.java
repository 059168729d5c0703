package io.plumbline.sources.github;

import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.Intake;
import io.plumbline.sources.RawRecord;
import io.plumbline.sources.RecordReader;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.SourceFile;
import java.time.Instant;
import java.util.List;

/**
 * Reads payloads of GitHub webhooks: pull requests as changes, deployments as implementations, branch protection as
 * configuration, members as access.
 *
 * <p>A record is a webhook delivery as GitHub's REST API gives it ({@code guid}, {@code delivered_at}, {@code event}, {@code
 * request.payload}), or a bare payload in a folder that is named after its event. Some payloads state no time of their own: for
 * these the delivery's counts, and bare ones are rejected.
 *
 * <p>A repository is the system {@code owner/repo}, an organisation the system of its login. A pull request is the change {@code
 * owner/repo#number}. A commit, by its SHA, is another id of the pull request that it merged. Persons are identities {@code
 * github:login} in lower case; an author of a commit whom GitHub does not know is the address in lower case.
 *
 * <p>What is merged says who approved it and when its last commit was made as far as the same delivery holds reviews and pushes, and
 * a deployment who let it pass its gate. So read what belongs to one pull request, and to one workflow run, together.
 */
public final class GithubAdapter implements SourceAdapter {

    static final String ID = "github";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Delivery read(List<SourceFile> files) {
        Intake<List<Statement>> intake =
                Intake.read(ID, files.stream().map(SourceFile::withFolder).toList(), new PayloadReader());
        List<Statement> statements = intake.readings().stream()
                .flatMap(reading -> reading.content().stream())
                .toList();
        return intake.deliver(new Together(statements).events(), List.of());
    }

    private static final class PayloadReader implements RecordReader<List<Statement>> {
        @Override
        public boolean takesWholeDocuments() {
            return true;
        }

        @Override
        public Instant occurredAt(RawRecord raw) throws BadRecordException {
            Payload payload = Payload.of(raw);
            return PayloadTimes.of(payload).toInstant();
        }

        @Override
        public Understood<List<Statement>> read(RawRecord raw) throws BadRecordException {
            return PayloadMapping.map(Payload.of(raw));
        }
    }
}
