namespace NeuralJit;

/// <summary>
/// The attributes of an op as text has them, by name: <c>a.AsAxes("Axes")</c>. A function of an <see cref="OpCatalog"/> asks for each by
/// its type. What is missing or of another form is an error, unless the function gives a value for the case that it is missing.
/// </summary>
public sealed class OpAttributes
{
    private readonly string owner;
    private readonly Dictionary<string, string> values = [];
    private readonly HashSet<string> used = [];

    private OpAttributes(string owner) => this.owner = owner;

    /// <summary>A whole number.</summary>
    public int AsInt(string name, int? otherwise = null) =>
        Read(name, "a whole number of 32 bits", text => AttributeText.Number<int>(text), otherwise);

    /// <summary>A whole number of 64 bits.</summary>
    public long AsLong(string name, long? otherwise = null) =>
        Read(name, "a whole number of 64 bits", text => AttributeText.Number<long>(text), otherwise);

    /// <summary>A number.</summary>
    public double AsDouble(string name, double? otherwise = null) =>
        Read(name, "a number such as 0.5, NaN or -Infinity", text => AttributeText.Number<double>(text), otherwise);

    /// <summary>True or False.</summary>
    public bool AsBool(string name, bool? otherwise = null) =>
        Read<bool>(name, "True or False", text => text switch { "True" => true, "False" => false, _ => null }, otherwise);

    /// <summary>A value of an enumeration, by its name.</summary>
    public T AsEnum<T>(string name, T? otherwise = null) where T : struct, Enum =>
        Read(name, $"one of {string.Join(", ", Enum.GetNames<T>())}", text =>
            Array.IndexOf(Enum.GetNames<T>(), text) is >= 0 and var index ? Enum.GetValues<T>()[index] : null, otherwise);

    /// <summary>Text in quotes.</summary>
    public string AsText(string name) => Read(name, "text in quotes", text => QuotedText.Unquote(text), null);

    /// <summary>A list of whole numbers.</summary>
    public IntList AsInts(string name) =>
        Read(name, "whole numbers such as [0,2]", text => AttributeText.Ints(text) is { } numbers ? IntList.Create(numbers) : null, null);

    /// <summary>Extents.</summary>
    /// <exception cref="ShapeException">No tensor can have them.</exception>
    public Shape AsShape(string name) =>
        Read(name, "extents such as [64,128]", text => AttributeText.Ints(text) is { } extents ? Shape.Create(extents) : null, null);

    /// <summary>A set of axes.</summary>
    public Axes AsAxes(string name) =>
        Read(name, $"different axes from 0 to {Shape.MaxRank - 1} such as [0,2]", text => AttributeText.Axes(text), null);

    /// <summary>An element type with extents.</summary>
    /// <exception cref="ShapeException">No tensor can have the extents.</exception>
    public TensorType AsType(string name) => Read(name, "a type such as f32[64,128]", text => AttributeText.Type(text), null);

    /// <summary>A record of attributes: <c>ConvWindow { Strides = [1,1], … }</c>.</summary>
    public T AsRecord<T>(string name, Func<OpAttributes, T> make)
    {
        string text = Find(name) ?? throw Missing(name);
        var scanner = new TextScanner(text);
        bool isNamed = scanner.TryTakeWord(typeof(T).Name);
        string? inside = isNamed ? scanner.TakeBraces() : null;
        if (inside is null || scanner.Rest.Length > 0)
        {
            throw Wrong(name, $"{typeof(T).Name} {{ … }}", text);
        }
        OpAttributes members = Parse($"{owner}: {name}", inside);
        T record = make(members);
        members.ExpectAllUsed();
        return record;
    }

    /// <summary>Reads <c>Name = value, Name = value</c>.</summary>
    internal static OpAttributes Parse(string owner, string text)
    {
        var attributes = new OpAttributes(owner);
        for (ReadOnlySpan<char> rest = text.AsSpan().Trim(); rest.Length > 0;)
        {
            int equals = rest.IndexOf('=');
            if (equals < 0)
            {
                throw new GraphException($"{owner}: expected attributes such as Axis = 1, got \"{rest}\"");
            }
            string name = rest[..equals].Trim().ToString();
            rest = rest[(equals + 1)..];
            int end = AttributeText.EndOfValue(rest);
            string value = end < 0 ? "" : rest[..end].Trim().ToString();
            rest = end < 0 ? [] : rest[end..].TrimStart();
            bool separated = rest.Length == 0 || (rest[0] == ',' && rest[1..].Trim().Length > 0);
            if (value.Length == 0 || !separated)
            {
                throw new GraphException($"{owner}: {name}: expected a value and, before the next attribute, a comma");
            }
            rest = rest.Length == 0 ? rest : rest[1..].TrimStart();
            if (!attributes.values.TryAdd(name, value))
            {
                throw new GraphException($"{owner}: {name} is given twice");
            }
        }
        return attributes;
    }

    /// <summary>Throws if an attribute was given that nobody has asked for.</summary>
    internal void ExpectAllUsed()
    {
        if (values.Keys.FirstOrDefault(name => !used.Contains(name)) is { } unknown)
        {
            string known = used.Count == 0 ? "it has no attributes" : "it has " + string.Join(", ", used);
            throw new GraphException($"{owner}: unknown attribute \"{unknown}\"{Suggestion.For(unknown, used)}; {known}");
        }
    }

    private T Read<T>(string name, string expected, Func<string, T?> parse, T? otherwise) where T : struct => Find(name) is { } text
        ? parse(text) ?? throw Wrong(name, expected, text)
        : otherwise ?? throw Missing(name);

    private T Read<T>(string name, string expected, Func<string, T?> parse, T? otherwise) where T : class => Find(name) is { } text
        ? parse(text) ?? throw Wrong(name, expected, text)
        : otherwise ?? throw Missing(name);

    private string? Find(string name)
    {
        used.Add(name);
        return values.GetValueOrDefault(name);
    }

    private GraphException Wrong(string name, string expected, string text) => new($"{owner}: {name}: expected {expected}, got \"{text}\"");

    private GraphException Missing(string name) => new($"{owner}: the attribute {name} is missing");
}
