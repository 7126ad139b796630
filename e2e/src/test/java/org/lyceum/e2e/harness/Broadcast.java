package org.lyceum.e2e.harness;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.util.function.UnaryOperator;

/** A stream with its presenter in the studio, and those who watch it by its link. */
public final class Broadcast {
    private final Visitor presenter;
    private final UnaryOperator<String> url;
    private final Api.Account account;
    private final Api.NewStream stream;

    private Broadcast(Visitor presenter, UnaryOperator<String> url, Api.Account account, Api.NewStream stream) {
        this.presenter = presenter;
        this.url = url;
        this.account = account;
        this.stream = stream;
    }

    /** Opens the studio of a new stream, which asks to sign in first. */
    public static Broadcast prepare(House house, Visitor presenter) {
        return prepare(house::url, house.api(), presenter);
    }

    /** The same on any server. */
    public static Broadcast prepare(UnaryOperator<String> url, Api api, Visitor presenter) {
        Api.Account account = api.register();
        Broadcast broadcast = new Broadcast(presenter, url, account, api.createStream(account, "A broadcast"));
        presenter.open(url.apply("/studio/" + broadcast.stream.id()));
        Page page = presenter.page();
        page.getByLabel("E-mail address").fill(account.email());
        page.getByLabel("Password").fill(Api.PASSWORD);
        page.getByLabel("Password").press("Enter");
        page.getByLabel("Quality").waitFor();
        return broadcast;
    }

    /** Whose stream it is. */
    public Api.Account account() {
        return account;
    }

    public Api.NewStream stream() {
        return stream;
    }

    public Visitor presenter() {
        return presenter;
    }

    /** As it stands in the picker: VP8, H.264, VP9 or AV1. */
    public Broadcast codec(String label) {
        presenter.page().getByLabel("Video codec").selectOption(new SelectOption().setLabel(label));
        return this;
    }

    /** @param name how the preset's name begins: Standard, High ... */
    public Broadcast quality(String name) {
        String label = presenter.page().getByLabel("Quality").locator("option").allTextContents().stream()
                .filter(each -> each.startsWith(name))
                .findFirst()
                .orElseThrow();
        presenter.page().getByLabel("Quality").selectOption(new SelectOption().setLabel(label));
        return this;
    }

    public Broadcast goLive() {
        new Studio(presenter).goLive();
        return this;
    }

    /** Someone opens the link, and sees the picture. */
    public Visitor watchedBy(Visitor watcher) {
        return watchedAt(url.apply(""), watcher);
    }

    /** The same where the house is known by another address. */
    public Visitor watchedAt(String house, Visitor watcher) {
        watcher.open(house + "/watch/" + stream.id());
        watcher.awaitMedia("the first picture", media -> media.framesDecoded() > 0);
        return watcher;
    }
}
