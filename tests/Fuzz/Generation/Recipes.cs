namespace NeuralJit.Fuzz;

/// <summary>All recipes, by family. A new public op needs a row here: an architecture law compares.</summary>
internal static class Recipes
{
    /// <summary>The families; a draft prefers some of them.</summary>
    public static IReadOnlyList<IReadOnlyList<Recipe>> Families { get; } =
    [
        FunctionRecipes.All, ArithmeticRecipes.All, LogicRecipes.All, ReductionRecipes.All, ViewRecipes.All,
            PaddingRecipes.All, IndexRecipes.All,
        ProductRecipes.All, PoolRecipes.All, NormalizationRecipes.All, LossRecipes.All, LeafRecipes.All,
    ];

    /// <summary>All recipes.</summary>
    public static IReadOnlyList<Recipe> All { get; } = [.. Families.SelectMany(f => f)];
}
