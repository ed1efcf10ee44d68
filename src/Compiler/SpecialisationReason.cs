namespace NeuralJit.Compilation;

/// <summary>Why a function compiled a program.</summary>
public enum SpecialisationReason
{
    /// <summary>The function was called for the first time.</summary>
    FirstCall,

    /// <summary>No program was ever compiled for inputs of these types.</summary>
    OtherInputs,

    /// <summary>There was a program for these types, but others have taken its place since.</summary>
    Dropped,

    /// <summary>
    /// There is a program for these types, but a setting that its trace read (a module's mode, a frozen parameter) has another value now.
    /// </summary>
    OtherSettings,
}
