import java.io.File;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import shivir.app.Screens;
import shivir.app.Store;
import shivir.app.key.KeyVault;
import shivir.app.key.Wrapper;
import shivir.bindings.Phone;
import shivir.bindings.PhoneException;
import shivir.logic.kit.Block;
import shivir.logic.kit.Event;
import shivir.logic.kit.Lanes;
import shivir.logic.kit.Outside;
import shivir.logic.kit.Page;
import shivir.logic.kit.Platform;
import shivir.logic.kit.Program;
import shivir.logic.kit.Route;
import shivir.logic.kit.Screen;
import shivir.logic.kit.ScreenId;
import shivir.logic.kit.Seat;

/**
 * Proves that shrinking took nothing away that the core's bridge reaches by name: the shrunk classes themselves, on this
 * machine's core, open a store, search in it as letters are typed and begin a registration; and an error comes back as
 * what it is. Run as a source file, with a folder for the store; scripts/apk.sh says on which classes.
 */
final class Shrunk {
    private static final long MOST_SECONDS = 60;

    public static void main(String[] args) throws Exception {
        File dir = new File(args[0]);
        KeyVault vault = new KeyVault(new File(dir, "store.key"), new Keys());
        vault.draw();
        Store store = new Store(new File(dir, "store"), new File(dir, "practice"), vault);
        Phone real = opened(store.open());
        refused(real);
        real.closeStore();
        Phone phone = opened(store.openPractice(false));
        Screens screens = new Screens("shrunk");
        var first = screens.first(phone, defaults(Seat.class));
        Map<ScreenId, Screen<?>> all = new LinkedHashMap<>();
        screens.getAll().forEach(screen -> all.put(screen.getId(), screen));
        Eyes eyes = new Eyes();
        Lanes lanes = new Lanes();
        Program program = new Program(all, phone, lanes, eyes);
        program.start(first.getSecond(), first.getFirst(), null, null);
        Page home = eyes.until(ScreenId.HOME, page -> page.getBody().size() > 1);
        program.tell(home.getFoot().get(0).getEvent());
        Page search = eyes.until(ScreenId.SEARCH, page -> true);
        program.tell(fields(search).get(0).getTyped().invoke("स"));
        Page found = eyes.until(ScreenId.SEARCH, page -> !rows(page).isEmpty());
        program.tell(rows(found).get(0).getEvent());
        eyes.until(ScreenId.REGISTER, page -> !page.getBody().isEmpty());
        lanes.close();
        phone.closeStore();
        System.out.println("apk: the shrunk classes work on the core: " + rows(found).size() + " found, a registration begun");
    }

    private static Phone opened(Store.Opened opened) {
        if (opened instanceof Store.Opened.Open open) return open.getPhone();
        throw new IllegalStateException("the store does not open: " + opened);
    }

    private static void refused(Phone phone) throws Exception {
        try {
            phone.person("00000000-0000-4000-8000-000000000000");
            throw new IllegalStateException("nobody was found");
        } catch (PhoneException.NotFound expected) {
            // As it crosses the bridge: its own class.
        }
    }

    private static List<Block.Field> fields(Page page) {
        return of(page.getTop(), Block.Field.class);
    }

    private static List<Block.Row> rows(Page page) {
        return of(page.getBody(), Block.Row.class);
    }

    private static <T> List<T> of(List<? extends Block> blocks, Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (Block block : blocks) if (kind.isInstance(block)) found.add(kind.cast(block));
        return found;
    }

    /** An object with all that Kotlin fills in by itself: the constructor that the compiler makes for it. */
    private static <T> T defaults(Class<T> kind) throws ReflectiveOperationException {
        for (Constructor<?> constructor : kind.getDeclaredConstructors()) {
            Class<?>[] takes = constructor.getParameterTypes();
            if (takes.length < 2 || !takes[takes.length - 1].getName().equals("kotlin.jvm.internal.DefaultConstructorMarker")) continue;
            if (takes[takes.length - 2] != int.class) continue;
            Object[] given = new Object[takes.length];
            for (int at = 0; at < takes.length; at++) given[at] = takes[at] == int.class ? -1 : takes[at] == boolean.class ? false : null;
            constructor.setAccessible(true);
            return kind.cast(constructor.newInstance(given));
        }
        throw new IllegalStateException(kind + " has no defaults");
    }

    /** What is drawn, page after page. */
    private static final class Eyes implements Platform {
        private record Shown(ScreenId screen, Page page) {}

        private final LinkedBlockingQueue<Shown> shown = new LinkedBlockingQueue<>();

        Page until(ScreenId screen, Predicate<Page> fits) throws InterruptedException {
            while (true) {
                Shown next = shown.poll(MOST_SECONDS, TimeUnit.SECONDS);
                if (next == null) throw new IllegalStateException(screen + " never came to what it should show");
                if (next.screen == screen && fits.test(next.page)) return next.page;
            }
        }

        @Override
        public void show(Route screen, Page page, Seat seat) {
            shown.add(new Shown(screen.getScreen(), page));
        }

        @Override
        public void outside(Outside effect) {}

        @Override
        public void keep(Seat seat) {}

        @Override
        public void leave() {}
    }

    /** A key in memory. */
    private static final class Keys implements Wrapper {
        private SecretKey key;

        @Override
        public SecretKey find() {
            return key;
        }

        @Override
        public SecretKey make() {
            try {
                KeyGenerator keys = KeyGenerator.getInstance("AES");
                keys.init(256);
                return key = keys.generateKey();
            } catch (java.security.NoSuchAlgorithmException error) {
                throw new IllegalStateException(error);
            }
        }
    }
}
