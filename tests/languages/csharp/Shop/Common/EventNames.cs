namespace Shop.Common;

// No word of a library stands in this file: it is read because others ask for what it declares.
public static class EventNames
{
    public const string Ordered = "order placed by {User}";
    public const string Requests = "shop_requests_total";
}
