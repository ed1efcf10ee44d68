using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace NeuralJit.Architecture.Tests;

/// <summary>Which methods of some assemblies call which, read from their code; a virtual call may reach every
/// override, a delegate counts as called where it is made. Calls through methods of the runtime (object.ToString) are not seen.</summary>
internal sealed class CallGraph
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!)
            .ToDictionary(c => c.Value);

    private readonly Dictionary<MethodBase, int> numbers = [];
    private readonly List<MethodBase> methods = [];
    private readonly List<HashSet<int>> calls = [];
    private readonly Dictionary<int, List<int>> overrides = [];

    /// <summary>Reads the types.</summary>
    public CallGraph(IEnumerable<Type> types)
    {
        Type[] all = [.. types];
        foreach (MethodBase method in all.SelectMany(t => t.GetMethods(All).Concat<MethodBase>(t.GetConstructors(All))))
        {
            numbers[method] = methods.Count;
            methods.Add(method);
            calls.Add([]);
        }
        foreach (MethodInfo method in methods.OfType<MethodInfo>().Where(m => m.IsVirtual))
        {
            AddOverride(method.GetBaseDefinition(), method);
        }
        foreach (InterfaceMapping map in all.Where(t => !t.IsInterface)
            .SelectMany(t => t.GetInterfaces().Where(i => all.Contains(Definition(i))).Select(t.GetInterfaceMap)))
        {
            foreach (
                (MethodInfo declared, MethodInfo target) in map.InterfaceMethods.Zip(map.TargetMethods).Where(p => p.Second is not null))
            {
                AddOverride(declared, target);
            }
        }
        for (int i = 0; i < methods.Count; i++)
        {
            ReadCalls(methods[i], calls[i]);
        }
    }

    /// <summary>Groups of methods that call themselves or each other in a circle, by name: <c>Namespace.Type.Method</c>.</summary>
    public IEnumerable<IReadOnlyList<string>> Cycles()
    {
        int next = 0;
        int[] index = new int[methods.Count], low = new int[methods.Count];
        var path = new Stack<int>();
        var onPath = new HashSet<int>();
        for (int start = 0; start < methods.Count; start++)
        {
            var open = new Stack<(int Method, IEnumerator<int> Calls)>();
            Enter(start);
            while (open.TryPeek(out var top))
            {
                if (top.Calls.MoveNext())
                {
                    Enter(top.Calls.Current);
                    low[top.Method] = onPath.Contains(top.Calls.Current)
                        ? Math.Min(low[top.Method], index[top.Calls.Current])
                        : low[top.Method];
                    continue;
                }
                open.Pop();
                if (open.TryPeek(out var caller))
                {
                    low[caller.Method] = Math.Min(low[caller.Method], low[top.Method]);
                }
                if (low[top.Method] == index[top.Method] && TakeCycle(top.Method) is { Count: > 0 } cycle)
                {
                    yield return cycle;
                }
            }

            // Tarjan's algorithm for strongly connected components.
            void Enter(int method)
            {
                if (index[method] == 0)
                {
                    index[method] = low[method] = ++next;
                    path.Push(method);
                    onPath.Add(method);
                    open.Push((method, calls[method].GetEnumerator()));
                }
            }
        }

        List<string> TakeCycle(int root)
        {
            var members = new List<int>();
            do
            {
                members.Add(path.Pop());
                onPath.Remove(members[^1]);
            }
            while (members[^1] != root);
            return members.Count > 1 || calls[root].Contains(root)
                ? [.. members.Select(m => NameOf(methods[m])).Distinct().Order(StringComparer.Ordinal)]
                : [];
        }
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    /// <summary>A method without its type arguments and those of its class.</summary>
    private static MethodBase Definition(MethodBase method)
    {
        if (method is MethodInfo { IsGenericMethod: true } generic)
        {
            method = generic.GetGenericMethodDefinition();
        }
        return method.DeclaringType is { IsGenericType: true, IsGenericTypeDefinition: false } type
            ? (MethodBase)type.GetGenericTypeDefinition().GetMembers(All).First(m => m.MetadataToken == method.MetadataToken)
            : method.DeclaringType is { } declaring && method.ReflectedType != declaring
                ? (MethodBase)declaring.GetMembers(All).First(m => m.MetadataToken == method.MetadataToken)
                : method;
    }

    // What the compiler generates for lambdas and iterators bears the name of the method in which they stand.
    private static string NameOf(MethodBase method)
    {
        Type type = method.DeclaringType!;
        string name = method.Name;
        for (; type.Name.StartsWith('<') && type.DeclaringType is not null; type = type.DeclaringType)
        {
            name = name.StartsWith('<') ? name : type.Name;
        }
        return $"{type.FullName}."
            + $"{(name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : name)}";
    }

    private void AddOverride(MethodBase declared, MethodBase target)
    {
        if (numbers.TryGetValue(Definition(declared), out int from) && numbers.TryGetValue(Definition(target), out int to) && from != to)
        {
            (overrides.TryGetValue(from, out List<int>? list) ? list : overrides[from] = []).Add(to);
        }
    }

    private void ReadCalls(MethodBase method, HashSet<int> found)
    {
        if (method.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType.GetMethod("MoveNext", All) is { } next
            && numbers.TryGetValue(next, out int machine))
        {
            found.Add(machine);
        }
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int i = 0; i < code.Length;)
        {
            OpCode operation = Codes[code[i] == 0xFE ? (short)((code[i++] << 8) | code[i++]) : code[i++]];
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineTok
                && Target(method, BitConverter.ToInt32(code, i)) is { } target
                && numbers.TryGetValue(Definition(target), out int number))
            {
                found.Add(number);
                bool isVirtual = operation != OpCodes.Call && operation != OpCodes.Ldftn || target.DeclaringType!.IsInterface;
                found.UnionWith(isVirtual ? overrides.GetValueOrDefault(number, []) : []);
            }
            i += SizeOfOperand(operation, code, i);
        }
    }

    private static MethodBase? Target(MethodBase method, int token)
    {
        Type[]? ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        return method.Module.ResolveMember(
            token, ofType, method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null) as MethodBase;
    }

    private static int SizeOfOperand(OpCode operation, byte[] code, int at) => operation.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
