return await NeuralJit.Cli.CommandLine.Run(args);
