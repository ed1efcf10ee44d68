using NeuralJit.Cli;

return await CommandLine.Run(args,
    DemoCommand.Create(), InspectCommand.Create(), CompareCommand.Create(), TrainCommand.Create(), EvaluateCommand.Create(),
        PredictCommand.Create());
