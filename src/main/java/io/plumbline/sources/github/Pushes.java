package io.plumbline.sources.github;

import static io.plumbline.sources.github.PayloadMapping.mapped;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvent.Protection;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.Disposition;
import io.plumbline.sources.RawRecord;
import io.plumbline.sources.RecordReader.Understood;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pushes: who wrote what reached the default branch, be it by a pull request or past it.
 *
 * <p>What is pushed to the default branch is merged under the id of its newest commit, which a pull request that it merged is linked
 * with; so a deployment of a commit that came past all pull requests finds its authors, and no approval. That a message
 * names a pull request proves nothing. Of other branches only the times of pushes are taken.
 */
final class Pushes {

    private static final Pattern CO_AUTHOR =
            Pattern.compile("^co-authored-by:[^<\\n]*<([^>\\n]+)>", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    /** The address that GitHub writes for whoever hides theirs: {@code 21031067+login@users.noreply.github.com}. */
    private static final Pattern HIDDEN_ADDRESS =
            Pattern.compile("(?:\\d+\\+)?([^@+]+)@users\\.noreply\\.github\\.com", Pattern.CASE_INSENSITIVE);

    private Pushes() {}

    static Understood<List<Statement>> pushed(Payload payload) throws BadRecordException {
        String ref = payload.body().text("ref");
        List<RawRecord> commits = payload.body().all("commits");
        List<Statement> statements = new ArrayList<>();
        for (RawRecord commit : commits) {
            statements.add(
                    new Statement.CommitPushed(commit.text("id"), payload.at().toInstant()));
        }
        if (payload.body().flag("deleted")) {
            return passedOver("of a deletion", "brings no code", statements);
        } else if (!ref.equals("refs/heads/" + payload.body().text("repository", "default_branch"))) {
            return passedOver(
                    "to another ref than the default branch",
                    "code counts once it reaches the default branch; from here only the time of the push is taken",
                    statements);
        } else if (commits.isEmpty()) {
            return passedOver("without commits", "brings no code that was not there", statements);
        }
        statements.add(new Statement.Whole(merged(payload, ref, commits)));
        return mapped(payload, statements);
    }

    private static Understood<List<Statement>> passedOver(String what, String reason, List<Statement> statements) {
        return new Understood<>(Disposition.notModelled("push " + what, reason), statements);
    }

    private static ChangeEvent merged(Payload payload, String ref, List<RawRecord> commits) throws BadRecordException {
        Set<String> authors = new TreeSet<>();
        List<Instant> times = new ArrayList<>();
        for (RawRecord commit : commits) {
            times.add(madeAt(commit));
            if (!isMergeByGithub(commit)) {
                authors.addAll(authorsOf(commit));
            }
        }
        String newest = payload.body().text("after");
        return new ChangeEvent.Merged(
                payload.header(payload.repository() + "/push/" + ref + "/" + newest),
                newest,
                payload.repository(),
                newest,
                List.copyOf(authors),
                List.of(),
                times.stream().max(Comparator.naturalOrder()),
                Optional.empty(),
                Protection.UNKNOWN);
    }

    /** A commit that GitHub made to merge others: who pressed the button is named as its author and wrote nothing. */
    private static boolean isMergeByGithub(RawRecord commit) throws BadRecordException {
        return commit.optionalText("committer", "username").equals(Optional.of("web-flow"))
                && commit.optionalText("message").orElse("").startsWith("Merge pull request #");
    }

    private static Set<String> authorsOf(RawRecord commit) throws BadRecordException {
        Set<String> authors = new TreeSet<>();
        Optional<String> login = commit.optionalText("author", "username");
        Optional<String> address = commit.optionalText("author", "email");
        login.map(Payload::identity).or(() -> address.map(Pushes::atAddress)).ifPresent(authors::add);
        Matcher coAuthors = CO_AUTHOR.matcher(commit.optionalText("message").orElse(""));
        while (coAuthors.find()) {
            authors.add(atAddress(coAuthors.group(1).strip()));
        }
        return authors;
    }

    private static String atAddress(String address) {
        Matcher hidden = HIDDEN_ADDRESS.matcher(address);
        return hidden.matches() ? Payload.identity(hidden.group(1)) : address.toLowerCase(Locale.ROOT);
    }

    private static Instant madeAt(RawRecord commit) throws BadRecordException {
        OffsetDateTime made = commit.time("timestamp");
        return made.toInstant();
    }
}
