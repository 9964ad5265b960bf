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
            description = "Where the tokens are, such as sqlite:tokens.db or postgres://USER@HOST/DATABASE"
                    + " (seabird.database-url).")
    private void databaseUrl(String url) {
        settings.set("seabird.database-url", url);
    }
}
