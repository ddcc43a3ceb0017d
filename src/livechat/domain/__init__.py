"""What a chat is: values and rules, plain and synchronous."""
