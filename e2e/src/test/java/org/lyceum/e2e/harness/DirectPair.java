package org.lyceum.e2e.harness;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.function.UnaryOperator;

/** A laptop that shows what a phone's camera sees, by what is written on their pages. */
public record DirectPair(Visitor laptop, Visitor phone) {

    /** The laptop makes a room, from the start page. */
    public static void makeRoom(House house, Visitor laptop) {
        makeRoom(house::url, laptop);
    }

    private static void makeRoom(UnaryOperator<String> url, Visitor laptop) {
        laptop.open(url.apply("/"));
        laptop.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Use a phone as camera"))
                .click();
        laptop.page().getByTestId("spoken-code").waitFor();
    }

    /** The phone opens what the laptop's QR code says, and its picture is there. */
    public static DirectPair meet(House house, Visitor laptop, Visitor phone) {
        return meet(house::url, laptop, phone);
    }

    /** The same on any server. */
    public static DirectPair meet(UnaryOperator<String> url, Visitor laptop, Visitor phone) {
        makeRoom(url, laptop);
        phone.open(link(url, laptop));
        laptop.awaitMedia("the phone's picture", media -> media.framesDecoded() > 5);
        return new DirectPair(laptop, phone);
    }

    /** What the QR code says, at the address that this machine's browsers have. */
    public static String link(House house, Visitor laptop) {
        return link(house::url, laptop);
    }

    private static String link(UnaryOperator<String> url, Visitor laptop) {
        URI shown = URI.create(laptop.page().getByTestId("phone-link").inputValue());
        return url.apply(shown.getPath() + "#" + shown.getFragment());
    }

    /** What the laptop would say aloud. */
    public static String code(Visitor laptop) {
        return laptop.page().getByTestId("spoken-code").textContent();
    }

    /** Presses a button of one of the two. */
    public static void press(Visitor visitor, String name) {
        visitor.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
