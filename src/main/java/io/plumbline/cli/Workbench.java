package io.plumbline.cli;

import io.plumbline.monitor.ControlLibrary;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.yaml.ControlFolder;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * What the commands work with.
 *
 * @param controls all controls with their definitions
 * @param folders their folders, with the scenarios; read when asked for
 * @param sources the adapters, by the name they are chosen by
 * @param environment variables of the process
 * @param installation a running installation, opened by the commands that need one
 */
public record Workbench(
        ControlLibrary controls,
        Supplier<List<ControlFolder>> folders,
        SortedMap<String, SourceAdapter> sources,
        Map<String, String> environment,
        Installation installation) {}
