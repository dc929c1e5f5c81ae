import torch, torch.nn as nn, torch.nn.functional as F
class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1=nn.Conv2d(1,6,5); self.conv2=nn.Conv2d(6,16,(5,5),stride=1)
        self.fc1=nn.Linear(16*5*5,120); self.fc2=nn.Linear(120,84); self.fc3=nn.Linear(84,10)
        self.drop=nn.Dropout(0.5)
    def forward(self,x):
        x=F.max_pool2d(self.conv1(x),(2,2)).relu()
        x=F.max_pool2d(torch.relu(self.conv2(x)),2,2)
        x=x.view(-1,16*5*5)
        x=self.drop(F.relu(self.fc1(x))); x=F.relu(self.fc2(x))
        return self.fc3(x)
def build_lenet(): return LeNet()
