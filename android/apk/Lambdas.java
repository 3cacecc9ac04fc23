import static org.objectweb.asm.Opcodes.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * Turns the lambdas of libraries into classes, for dx does not and Android 8 lacks invokedynamic. Our own code has none:
 * Kotlin compiles them away. Takes a folder of classes and changes it in place. What it does not know (serializable
 * lambdas, other bootstrap methods) it leaves; scripts/apk-check.sh then refuses the APK.
 */
final class Lambdas {
    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

    private final TreeMap<String, byte[]> made = new TreeMap<>();

    /** Methods that lambdas became; private ones have to be seen from the class made for them. */
    private final Set<String> bodies = new HashSet<>();

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Lambdas lambdas = new Lambdas();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class")).sorted()::iterator) {
                lambdas.rewrite(file);
            }
        }
        for (var entry : lambdas.made.entrySet()) {
            Files.write(folder.resolve(entry.getKey() + ".class"), entry.getValue());
        }
    }

    private void rewrite(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int before = made.size();
        bodies.clear();
        byte[] replaced = visit(bytes, (reader, writer) -> new Replace(writer, reader.getClassName()));
        if (made.size() > before) {
            // A second pass, for the method may stand before the lambda that calls it.
            Files.write(file, visit(replaced, (reader, writer) -> new Open(writer, reader.getClassName())));
        }
    }

    private interface Pass {
        ClassVisitor over(ClassReader reader, ClassWriter writer);
    }

    private static byte[] visit(byte[] bytes, Pass pass) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(pass.over(reader, writer), 0);
        return writer.toByteArray();
    }

    /** Calls the maker of a new class where a lambda stood. */
    private final class Replace extends ClassVisitor {
        private final String owner;

        Replace(ClassVisitor next, String owner) {
            super(ASM9, next);
            this.owner = owner;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] thrown) {
            return new MethodVisitor(ASM9, super.visitMethod(access, name, desc, signature, thrown)) {
                @Override
                public void visitInvokeDynamicInsn(String sam, String site, Handle bootstrap, Object... args) {
                    if (!bootstrap.getOwner().equals(FACTORY) || !bootstrap.getName().equals("metafactory")) {
                        super.visitInvokeDynamicInsn(sam, site, bootstrap, args);
                        return;
                    }
                    String type = owner + "$$Lambda$" + made.size();
                    Handle body = (Handle) args[1];
                    made.put(type, lambda(type, sam, site, (Type) args[0], body, (Type) args[2]));
                    if (body.getOwner().equals(owner)) {
                        bodies.add(body.getName() + body.getDesc());
                    }
                    super.visitMethodInsn(INVOKESTATIC, type, "make", site, false);
                }
            };
        }
    }

    /** Lets the new classes, of the same package, at the methods that lambdas became. */
    private final class Open extends ClassVisitor {
        private final String owner;

        Open(ClassVisitor next, String owner) {
            super(ASM9, next);
            this.owner = owner;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] thrown) {
            int seen = bodies.contains(name + desc) ? access & ~ACC_PRIVATE : access;
            return new MethodVisitor(ASM9, super.visitMethod(seen, name, desc, signature, thrown)) {
                @Override
                public void visitMethodInsn(int op, String of, String called, String type, boolean isInterface) {
                    boolean opened = op == INVOKESPECIAL && of.equals(owner) && !called.equals("<init>")
                        && bodies.contains(called + type);
                    super.visitMethodInsn(opened ? INVOKEVIRTUAL : op, of, called, type, isInterface);
                }
            };
        }
    }

    /** A class with a field for each thing that is captured, and the one method of its interface. */
    private static byte[] lambda(String name, String sam, String site, Type erased, Handle body, Type seen) {
        Type self = Type.getObjectType(name);
        Type[] captured = Type.getArgumentTypes(site);
        Type target = Type.getReturnType(site);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(V1_7, ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC, name, null, "java/lang/Object",
            new String[] {target.getInternalName()});

        Method construct = new Method("<init>", Type.VOID_TYPE, captured);
        GeneratorAdapter code = new GeneratorAdapter(0, construct, null, null, writer);
        code.loadThis();
        code.invokeConstructor(Type.getType(Object.class), new Method("<init>", "()V"));
        for (int i = 0; i < captured.length; i++) {
            writer.visitField(ACC_PRIVATE | ACC_FINAL, "c" + i, captured[i].getDescriptor(), null, null);
            code.loadThis();
            code.loadArg(i);
            code.putField(self, "c" + i, captured[i]);
        }
        code.returnValue();
        code.endMethod();

        code = new GeneratorAdapter(ACC_STATIC, new Method("make", site), null, null, writer);
        code.newInstance(self);
        code.dup();
        code.loadArgs();
        code.invokeConstructor(self, construct);
        code.returnValue();
        code.endMethod();

        code = new GeneratorAdapter(ACC_PUBLIC, new Method(sam, erased.getDescriptor()), null, null, writer);
        Type owner = Type.getObjectType(body.getOwner());
        int kind = body.getTag();
        if (kind == H_NEWINVOKESPECIAL) {
            code.newInstance(owner);
            code.dup();
        }
        for (int i = 0; i < captured.length; i++) {
            code.loadThis();
            code.getField(self, "c" + i, captured[i]);
        }
        Type[] given = erased.getArgumentTypes();
        Type[] wanted = seen.getArgumentTypes();
        Type[] taken = Type.getArgumentTypes(body.getDesc());
        // What is not captured comes last; a method of the first argument itself takes one more than it declares.
        int shift = taken.length - given.length;
        for (int i = 0; i < given.length; i++) {
            code.loadArg(i);
            adapt(code, given[i], wanted[i]);
            adapt(code, wanted[i], shift + i < 0 ? owner : taken[shift + i]);
        }
        int call = switch (kind) {
            case H_INVOKESTATIC -> INVOKESTATIC;
            case H_NEWINVOKESPECIAL -> INVOKESPECIAL;
            case H_INVOKEINTERFACE -> INVOKEINTERFACE;
            default -> INVOKEVIRTUAL;
        };
        code.visitMethodInsn(call, body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
        adapt(code, kind == H_NEWINVOKESPECIAL ? owner : Type.getReturnType(body.getDesc()), erased.getReturnType());
        code.returnValue();
        code.endMethod();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void adapt(GeneratorAdapter code, Type from, Type to) {
        if (from.equals(to) || from.equals(Type.VOID_TYPE)) {
            return;
        }
        if (to.equals(Type.VOID_TYPE)) {
            if (from.getSize() == 2) {
                code.pop2();
            } else {
                code.pop();
            }
        } else if (to.getSort() < Type.ARRAY) {
            code.unbox(to);
        } else if (from.getSort() < Type.ARRAY) {
            code.valueOf(from);
        } else {
            code.checkCast(to);
        }
    }
}
