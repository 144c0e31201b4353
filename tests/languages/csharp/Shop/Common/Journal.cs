using Microsoft.Extensions.Logging;

namespace Shop.Common;

public class Journal
{
    private readonly ILogger<Journal> _inner;

    public Journal(ILogger<Journal> inner)
    {
        _inner = inner;
    }

    public void Audit(string message)
    {
        _inner.LogInformation(message);
    }

    public static void Shout(string message) => Console.Error.WriteLine(message);
}

public abstract class ServiceBase
{
    protected ServiceBase(ILogger logger) => Log = logger;

    protected ILogger Log { get; }
}
