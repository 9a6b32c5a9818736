import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;

/**
 * HDFS and YARN with one node each, on the loopback address and on ports that are free. Writes {@code core-site.xml},
 * {@code hdfs-site.xml} and {@code yarn-site.xml} for clients into {@code <folder>/conf}, prints READY, and lives until
 * its input ends.
 */
class MiniCluster {
    private static final String ANY_PORT = "127.0.0.1:0";
    private static final List<String> ADDRESSES = List.of(
            YarnConfiguration.RM_ADDRESS,
            YarnConfiguration.RM_SCHEDULER_ADDRESS,
            YarnConfiguration.RM_RESOURCE_TRACKER_ADDRESS,
            YarnConfiguration.RM_ADMIN_ADDRESS,
            YarnConfiguration.RM_WEBAPP_ADDRESS);
    private static final String LOGS = "/app-logs";

    public static void main(String[] arguments) {
        try {
            NodeManager worker = start(Path.of(arguments[0]).toAbsolutePath());
            System.in.readAllBytes();
            // Ends what its containers run.
            worker.stop();
            Runtime.getRuntime().halt(0);
        } catch (Throwable e) {
            e.printStackTrace(); // into the log of a test server: nobody else reads it
            // What has started holds the process.
            Runtime.getRuntime().halt(1);
        }
    }

    private static NodeManager start(Path folder) throws Exception {
        Configuration hdfs = new Configuration();
        hdfs.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        MiniDFSCluster files = new MiniDFSCluster.Builder(hdfs).numDataNodes(1).build();
        files.waitActive();
        FileSystem root = files.getFileSystem();
        String address = root.getUri().toString();

        YarnConfiguration yarn = new YarnConfiguration();
        yarn.set(FileSystem.FS_DEFAULT_NAME_KEY, address);
        ADDRESSES.forEach(name -> yarn.set(name, ANY_PORT));
        // Tracking URLs repeat what is written here.
        yarn.set(YarnConfiguration.RM_WEBAPP_ADDRESS, "127.0.0.1:" + freePort());
        // Needs no file of queues.
        yarn.set(YarnConfiguration.RM_SCHEDULER,
                "org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler");
        yarn.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
        yarn.setInt(YarnConfiguration.RM_AM_MAX_ATTEMPTS, 1);
        shareLogs(yarn);
        ResourceManager manager = new ResourceManager();
        manager.init(yarn);
        manager.start();

        YarnConfiguration node = new YarnConfiguration(manager.getConfig());
        List.of(
                        YarnConfiguration.NM_ADDRESS,
                        YarnConfiguration.NM_LOCALIZER_ADDRESS,
                        YarnConfiguration.NM_COLLECTOR_SERVICE_ADDRESS,
                        YarnConfiguration.NM_WEBAPP_ADDRESS)
                .forEach(name -> node.set(name, ANY_PORT));
        node.set(YarnConfiguration.NM_LOCAL_DIRS, folder.resolve("local").toString());
        node.set(YarnConfiguration.NM_LOG_DIRS, folder.resolve("logs").toString());
        node.setInt(YarnConfiguration.NM_PMEM_MB, 6144);
        node.setInt(YarnConfiguration.NM_VCORES, 8);
        node.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
        node.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, false);
        node.setFloat(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, 99.9f);
        NodeManager worker = new NodeManager();
        worker.init(node);
        worker.start();
        while (manager.getResourceScheduler().getNumClusterNodes() == 0) {
            Thread.sleep(20);
        }

        Path conf = Files.createDirectories(folder.resolve("conf"));
        Configuration core = new Configuration(false);
        core.set(FileSystem.FS_DEFAULT_NAME_KEY, address);
        write(core, conf.resolve("core-site.xml"));
        Configuration client = new Configuration(false);
        client.set("dfs.replication", "1");
        write(client, conf.resolve("hdfs-site.xml"));
        Configuration resources = new Configuration(false);
        ADDRESSES.forEach(name -> resources.set(name, manager.getConfig().get(name)));
        shareLogs(resources);
        write(resources, conf.resolve("yarn-site.xml"));
        System.out.println("READY");
        return worker;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** So that {@code yarn logs} finds those of a finished application. */
    private static void shareLogs(Configuration configuration) {
        configuration.setBoolean(YarnConfiguration.LOG_AGGREGATION_ENABLED, true);
        configuration.set(YarnConfiguration.NM_REMOTE_APP_LOG_DIR, LOGS);
    }

    private static void write(Configuration configuration, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            configuration.writeXml(out);
        }
    }
}
