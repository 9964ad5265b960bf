package dev.snowbird.cli;

import picocli.CommandLine.Option;

/** The option that tells where the tokens are, under the Go core's name. */
final class TokenOptions {

    private final SettingOptions settings;

    /** Takes the options that this one sets a setting of. */
    TokenOptions(SettingOptions settings) {
        this.settings = settings;
    }

    @Option(names = {"--database-url", "-database-url"}, paramLabel = "URL",
            description = "The SQLite file of the tokens, such as sqlite:tokens.db (seabird.database-url).")
    private void databaseUrl(String url) {
        settings.set("seabird.database-url", url);
    }
}
