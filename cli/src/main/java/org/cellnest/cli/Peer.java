package org.cellnest.cli;

/** A kind of process that has its own key pair. */
enum Peer {
    ROUTER("router", "", ""),
    GATEWAY("gateway", "router.curve.front-clients", "conf/front-clients"),
    CELL("cell", "router.curve.back-clients", "conf/back-clients");

    private final String word;
    private final String listSetting;
    private final String usualList;

    Peer(String word, String listSetting, String usualList) {
        this.word = word;
        this.listSetting = listSetting;
        this.usualList = usualList;
    }

    /** Returns the setting that names the router's list of such peers; empty for a router, which is in no list. */
    String listSetting() {
        return listSetting;
    }

    /** Returns the default path of that list, relative to the folder above {@code conf}. */
    String usualList() {
        return usualList;
    }

    /** Returns the name as written on the command line. */
    @Override
    public String toString() {
        return word;
    }
}
