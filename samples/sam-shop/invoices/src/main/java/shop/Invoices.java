package shop;

import java.util.Map;

public class Invoices {
  public Map<String, Object> handle(Map<String, Object> event) {
    Object order = event.getOrDefault("order", "none");
    System.out.println("invoicing " + order);
    return Map.of("invoice", "I-" + order, "stage", System.getenv().getOrDefault("STAGE", ""));
  }
}
