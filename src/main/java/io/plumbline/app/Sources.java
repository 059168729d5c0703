package io.plumbline.app;

import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.cloudtrail.CloudTrailAdapter;
import io.plumbline.sources.events.EventsAdapter;
import io.plumbline.sources.github.GithubAdapter;
import io.plumbline.sources.gochanges.GoChangesAdapter;
import io.plumbline.sources.midpoint.MidpointAdapter;
import io.plumbline.sources.rustteam.RustTeamAdapter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The list of all adapters. One is added by a line here. */
final class Sources {

    private static final List<SourceAdapter> ALL = List.of(
            new CloudTrailAdapter(),
            new EventsAdapter(),
            new GithubAdapter(),
            new GoChangesAdapter(),
            new MidpointAdapter(),
            new RustTeamAdapter());

    private Sources() {}

    /** All adapters by the name they are chosen by. */
    static SortedMap<String, SourceAdapter> all() {
        SortedMap<String, SourceAdapter> byName = new TreeMap<>();
        ALL.forEach(adapter -> byName.put(adapter.id(), adapter));
        return byName;
    }
}
