using System;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Shop.Common;

namespace Shop.Api
{
    public class Orders : ServiceBase
    {
        private static readonly Meter Meter = new("shop");
        private readonly Counter<long> _requests = Meter.CreateCounter<long>(EventNames.Requests);
        private readonly Journal _journal;

        public Orders(ILogger<Orders> logger, Journal journal) : base(logger)
        {
            _journal = journal;
        }

        public void Place(string user)
        {
            Log.LogInformation(EventNames.Ordered, user);
            _journal.Audit("audited " + user);
            Journal.Shout("shouted");
            Fail("failed");
        }

        private void Fail(string why) => Log.LogError(why);
    }
}
