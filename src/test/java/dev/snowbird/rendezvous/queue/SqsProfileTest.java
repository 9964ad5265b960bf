package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Region and credentials from a profile of the AWS tools' shared files. */
class SqsProfileTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void makeSharedFiles() throws IOException {
        System.setProperty("aws.configFile", Files.writeString(directory.resolve("config"),
                "[profile north]\nregion = eu-north-1\n[profile nowhere]\n").toString());
        System.setProperty("aws.sharedCredentialsFile", Files.writeString(directory.resolve("credentials"),
                "[north]\naws_access_key_id = the-id\naws_secret_access_key = the-secret\n").toString());
    }

    @AfterEach
    void forgetThem() {
        System.clearProperty("aws.configFile");
        System.clearProperty("aws.sharedCredentialsFile");
    }

    @Test
    void areTakenFromIt() {
        SqsClients clients = SqsClients.ofProfile(Optional.empty(), "north", 9);

        assertEquals(Optional.of("eu-north-1"), clients.region());
        assertEquals("the-id", clients.credentials().orElseThrow().resolveCredentials().accessKeyId());
    }

    @Test
    void mustBeThere() {
        assertEquals("there is no AWS profile south", refusal("south"));
        assertEquals("the AWS profile nowhere has no region", refusal("nowhere"));
    }

    private static String refusal(String profile) {
        return assertThrows(IllegalArgumentException.class,
                () -> SqsClients.ofProfile(Optional.empty(), profile, 9)).getMessage();
    }
}
