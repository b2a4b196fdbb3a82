package io.ambientprober.cli;

/** What stands above a group of options in the help of a command, in this order. */
enum HelpHeading {
    OWN("Options"),
    PROBED("What is probed"),
    HOW("How it is probed"),
    OUTPUT("Output"),
    CLUSTER("Cluster"),
    GENERAL("General");

    private final String words;

    HelpHeading(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
