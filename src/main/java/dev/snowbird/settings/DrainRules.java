package dev.snowbird.settings;

/** What the times of a drain have to do with each other. */
final class DrainRules {

    private DrainRules() {
    }

    /**
     * Checks that there is time for more than the notice.
     *
     * @throws SettingException when the whole is to be over before that
     */
    static void check(SettingLayers settings) {
        SettingValue notice = settings.get("drain.notice");
        SettingValue whole = settings.get("drain.timeout");
        if (DurationText.parseOrZero(notice.text()).compareTo(DurationText.parse(whole.text())) >= 0) {
            throw notice.refused("that is no less than " + whole + ", so there would be no time to drain in");
        }
    }
}
