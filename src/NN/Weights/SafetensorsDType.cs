namespace NeuralJit.NN;

/// <summary>The element types of the safetensors format, in the order of its own list: by growing alignment.</summary>
public enum SafetensorsDType
{
    /// <summary>BOOL: one byte; all but 0 is true, and read as 1.</summary>
    Bool,

    /// <summary>F4: two 4-bit floats in a byte.</summary>
    F4,

    /// <summary>F6_E2M3: 6-bit floats, packed.</summary>
    F6E2M3,

    /// <summary>F6_E3M2: 6-bit floats, packed.</summary>
    F6E3M2,

    /// <summary>U8.</summary>
    U8,

    /// <summary>I8.</summary>
    I8,

    /// <summary>F8_E5M2: 5 bits of exponent, 2 of mantissa, with infinities.</summary>
    F8E5M2,

    /// <summary>F8_E4M3: 4 bits of exponent, 3 of mantissa, no infinities.</summary>
    F8E4M3,

    /// <summary>F8_E8M0: a power of two, as scales of blocks are.</summary>
    F8E8M0,

    /// <summary>I16.</summary>
    I16,

    /// <summary>U16.</summary>
    U16,

    /// <summary>F16.</summary>
    F16,

    /// <summary>BF16.</summary>
    BF16,

    /// <summary>I32.</summary>
    I32,

    /// <summary>U32.</summary>
    U32,

    /// <summary>F32.</summary>
    F32,

    /// <summary>C64: complex numbers of two F32.</summary>
    C64,

    /// <summary>F64.</summary>
    F64,

    /// <summary>I64.</summary>
    I64,

    /// <summary>U64.</summary>
    U64,
}
