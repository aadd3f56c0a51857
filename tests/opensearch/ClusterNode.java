import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * One node of OpenSearch with the modules that every distribution has and our engine uses, as a process of its
 * own, so that it can be killed. Its settings are the arguments, each {@code name=value}.
 */
public final class ClusterNode {
    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        Settings given = settings.build();
        Path home = Path.of(given.get("path.home"));
        Files.createDirectories(home.resolve("config"));
        // Everything goes to standard output, which the script keeps in a file.
        Files.writeString(
            home.resolve("config").resolve("log4j2.properties"),
            "status = error\n"
                + "appender.console.type = Console\n"
                + "appender.console.name = console\n"
                + "appender.console.layout.type = PatternLayout\n"
                + "appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n\n"
                + "rootLogger.level = info\n"
                + "rootLogger.appenderRef.console.ref = console\n"
        );
        var environment = InternalSettingsPreparer.prepareEnvironment(given, Map.of(), null, () -> "node");
        LogConfigurator.setNodeName(given.get("node.name"));
        LogConfigurator.configure(environment);
        Node node = new OpenSearchRunnerNode(
            environment,
            List.of(CommonAnalysisPlugin.class, Netty4Plugin.class, PainlessPlugin.class, ReindexPlugin.class)
        );
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception error) {
                error.printStackTrace();
            }
            end.countDown();
        }));
        node.start();
        end.await();
    }
}
